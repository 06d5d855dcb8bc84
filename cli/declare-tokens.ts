import { type Command, Option } from "commander";
import { ROLES } from "../store/tokens.ts";
import { type CommandLine, dataOption, jsonOption, placeOf, storeOption } from "./command-line.ts";

/** `token` and what is below it. */
export function declareTokens(program: Command, { settings, output, end }: CommandLine): void {
  const token = program.command("token").description("接口的访问令牌");
  token
    .command("create")
    .addOption(storeOption())
    .addOption(dataOption())
    .description("建立一个令牌，只显示这一次")
    .addOption(
      new Option("--role <role>", "角色：viewer 只读，unit 本单位，inspector 巡查员，admin 管理员")
        .choices([...ROLES])
        .makeOptionMandatory(),
    )
    .option("--unit <id>", "角色 unit 的单位编号")
    .option("--name <text>", "名称，生效的令牌中不得重复（默认自动取名）")
    .addOption(jsonOption())
    .action(async (options) => {
      const { role, unit = null, name = null, json: asJson = false } = options;
      const args = { role, unit, name, json: asJson };
      end(await (await tokens()).tokenCreate(args, placeOf(options, settings), output()));
    });
  token
    .command("list")
    .addOption(storeOption())
    .addOption(dataOption())
    .description("列出全部令牌，不含令牌本身")
    .addOption(jsonOption())
    .action(async (options) => {
      end(await (await tokens()).tokenList(options.json === true, placeOf(options, settings), output()));
    });
  token
    .command("revoke")
    .addOption(storeOption())
    .addOption(dataOption())
    .description("撤销一个令牌")
    .argument("<name>", "令牌的名称")
    .action(async (name, options) => {
      end(await (await tokens()).tokenRevoke(name, placeOf(options, settings), output()));
    });
}

function tokens() {
  return import("./token-command.ts");
}
