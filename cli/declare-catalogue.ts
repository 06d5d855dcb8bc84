import type { Command } from "commander";
import { type CommandLine, jsonOption, langOption } from "./command-line.ts";

/** What is judged by: `rules`, and `catalogue` with what is below it. */
export function declareCatalogue(program: Command, { output, end }: CommandLine): void {
  program
    .command("rules")
    .description("各条规则的依据、参数和示例")
    .addOption(jsonOption())
    .addOption(langOption())
    .action(async (options) => {
      end((await reference()).rulesCommand({ json: options.json === true, lang: options.lang }, output()));
    });

  const catalogue = program.command("catalogue").description("目录");
  catalogue
    .command("list")
    .description("自带的目录")
    .action(async () => end(await (await reference()).catalogueList(output())));
  catalogue
    .command("show")
    .description("显示一个目录")
    .argument("<id|file>")
    .addOption(jsonOption())
    .addOption(langOption())
    .action(async (id, options) => {
      end(
        await (await reference()).catalogueShow(
          id,
          { json: options.json === true, lang: options.lang },
          output(),
        ),
      );
    });
  catalogue
    .command("check")
    .description("检查一个目录文件")
    .argument("<file>")
    .addOption(langOption())
    .action(async (file, options) =>
      end(await (await reference()).catalogueCheck(file, options.lang, output())),
    );
  catalogue
    .command("import")
    .description("把表格（xlsx、xls、csv）里的目录转为目录文件；未能理解的逐格列出")
    .argument("<spreadsheet>")
    .option("--sheet <name>", "工作表（默认第一张）")
    .option("--id <id>", "目录编号（默认取自文件名）")
    .option("--name <name>", "目录名称（默认取自表格标题或文件名）")
    .option("--out <file>", "写到这个文件（默认写到标准输出）")
    .action(async (file, options) => {
      const { sheet = null, id = null, name = null, out = null } = options;
      const command = await import("./catalogue-command.ts");
      end(await command.catalogueImport({ file, sheet, id, name, out }, output()));
    });
  catalogue
    .command("diff")
    .description("两个版本的目录有什么不同，对谁意味着什么")
    .argument("<earlier>", "原目录：内置编号、目录文件或表格")
    .argument("<later>", "新目录")
    .addOption(jsonOption())
    .addOption(langOption())
    .action(async (earlier, later, options) => {
      const command = await import("./catalogue-command.ts");
      const as = { json: options.json === true, lang: options.lang };
      end(await command.catalogueDiff([earlier, later], as, output()));
    });
}

function reference() {
  return import("./reference-commands.ts");
}
