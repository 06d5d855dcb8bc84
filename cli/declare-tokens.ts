import { type Command, Option } from "commander";
import { ROLES } from "../store/tokens.ts";
import { type CommandLine, jsonOption } from "./command-line.ts";

/** `token` and what is below it. */
export function declareTokens(program: Command, { settings, output, end }: CommandLine): void {
  const token = program.command("token").description("接口的访问令牌");
  const placed = (command: Command) =>
    command.option("--store <url>", "存储（默认在数据目录内）").option("--data <dir>", "数据目录", ".xuncha");
  const placeOf = (options: { readonly store?: string; readonly data: string }) => ({
    store: options.store ?? settings.store,
    data: options.data,
  });
  placed(token.command("create"))
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
      end(await (await tokens()).tokenCreate(args, placeOf(options), output()));
    });
  placed(token.command("list"))
    .description("列出全部令牌，不含令牌本身")
    .addOption(jsonOption())
    .action(async (options) => {
      end(await (await tokens()).tokenList(options.json === true, placeOf(options), output()));
    });
  placed(token.command("revoke"))
    .description("撤销一个令牌")
    .argument("<name>", "令牌的名称")
    .action(async (name, options) => {
      end(await (await tokens()).tokenRevoke(name, placeOf(options), output()));
    });
}

function tokens() {
  return import("./token-command.ts");
}
