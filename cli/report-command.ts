import path from "node:path";
import type { Lang } from "../reports/context.ts";
import { rules } from "../rules/index.ts";
import { openStore } from "../store/open.ts";
import { loadPortalFromText } from "../worker/portal-file.ts";
import { EXIT, type ExitCode, UsageError } from "./exit.ts";
import type { Format } from "./formats.ts";
import type { Output } from "./output.ts";
import { expectWritable } from "./writable.ts";
import { REPORTS, writeReports } from "./write-reports.ts";

export interface ReportArguments {
  readonly patrol: string;
  /** null: embedded, under `data`. */
  readonly store: string | null;
  readonly data: string;
  readonly formats: readonly Format[];
  /** null: `./xuncha-out/<patrol id>`. */
  readonly out: string | null;
  readonly lang: Lang;
}

/** `xuncha report`: the reports of a patrol that was recorded, as it stood then. */
export async function reportCommand(args: ReportArguments, output: Output): Promise<ExitCode> {
  await expectWritable(args.out ?? REPORTS, "--out");
  const store = await openStore(args.store ?? path.join(args.data, "xuncha.sqlite"));
  try {
    const [record, files, result] = await Promise.all([
      store.patrol(args.patrol),
      store.patrolFiles(args.patrol),
      store.result(args.patrol),
    ]);
    if (!record || !files) throw new UsageError(`没有编号为“${args.patrol}”的巡查`);
    if (!result) throw new UsageError(`巡查 ${args.patrol} 还没有完成，没有报告`);
    const { portal, catalogue } = await loadPortalFromText(
      files.portalFile,
      "portal.yaml",
      files.catalogueFile,
    );
    const { portalFacts } = record;
    const context = { rules, catalogue, portal, portalFacts, lang: args.lang, timezone: portal.timezone };
    const folder = args.out ?? path.join(REPORTS, args.patrol);
    const evidence = path.join(args.data, "patrols", args.patrol, "evidence.warc.gz");
    const written = await writeReports(folder, args.formats, result, context, {
      run: null,
      evidence,
      copy: false,
      duties: await store.unitDuties(args.patrol),
      more: args.formats.includes("xlsx")
        ? await (await import("../api/further-sheets.ts")).furtherSheets(store, record, context, null)
        : [],
    });
    output.result(written.join("\n"));
    return EXIT.complete;
  } finally {
    await store.close();
  }
}
