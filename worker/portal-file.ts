import { catalogueFile, isSpreadsheet, noCatalogue, parseCatalogue } from "../catalogue/load.ts";
import type { Placed } from "../catalogue/placed.ts";
import type { Lang } from "../catalogue/yaml-file.ts";
import { readText, YamlFile } from "../catalogue/yaml-file.ts";
import type { Catalogue } from "../domain/catalogue.ts";
import type { Text } from "../domain/outcome.ts";
import type { CrawlSettings, Inspector, Portal, RuleOverrides, SharedColumn } from "../domain/portal.ts";
import { leaveTime, type QuietHours } from "../domain/quiet-hours.ts";
import { rules } from "../rules/index.ts";
import { checkPortal, type KnownRule } from "./portal-check.ts";
import { codeFrom, idFrom, listOf, unitFrom } from "./portal-unit.ts";

const SCHEMA = "xuncha/portal@1";

const LONGEST_CONTACT = 100;

const CRAWL_DEFAULTS: CrawlSettings = {
  requestsPerSecond: 2,
  concurrency: 4,
  lookbackDays: 400,
  recheckDays: 92,
  render: "auto",
  allowPrivateHosts: false,
  contact: null,
  quietHours: [],
};

/** A portal file with the catalogue that it names, and the texts of both, which are evidence. */
export interface LoadedPortal {
  /** Columns that the file gives no name bear their category's. */
  readonly portal: Portal;
  readonly catalogue: Catalogue;
  readonly portalText: string;
  readonly catalogueText: string;
}

/** Where loading a portal may depart from what stands in its file. */
export interface LoadOptions {
  readonly lang?: Lang;
  /** The rules that `rules:` may name; default: all there are. */
  readonly knownRules?: readonly KnownRule[];
}

/**
 * Reads a portal file and its catalogue, and checks one against the other.
 * @throws InputError that names file, line, key and what was expected, for up to twenty faults at once.
 */
export async function loadPortal(path: string, options: LoadOptions = {}): Promise<LoadedPortal> {
  return loadPortalFromText(await readText(path, options.lang), path, null, options);
}

/**
 * The same from texts, as recorded evidence holds them.
 * @param file How messages call it; a relative path of a catalogue is relative to it.
 * @param catalogueText null: read the catalogue that the portal file names.
 */
export async function loadPortalFromText(
  portalText: string,
  file: string,
  catalogueText: string | null,
  { lang = "zh", knownRules = rules }: LoadOptions = {},
): Promise<LoadedPortal> {
  const yaml = new YamlFile(portalText, file, lang);
  const portal = portalFrom(yaml);
  const from = catalogueText === null ? catalogueFile(portal.catalogue, file) : portal.catalogue;
  if (from === null) throw yaml.at(["catalogue"]).fault(noCatalogue(portal.catalogue));
  if (catalogueText === null && isSpreadsheet(from)) throw yaml.at(["catalogue"]).fault(IMPORT_FIRST);
  const text = catalogueText ?? (await readText(from, lang));
  const catalogue = parseCatalogue(text, from, lang);
  return {
    portal: checkPortal(yaml, portal, catalogue, knownRules),
    catalogue,
    portalText,
    catalogueText: text,
  };
}

/** A patrol rests on a text that a person has gone over. */
const IMPORT_FIRST: Text = {
  zh: "这是表格；请先用 xuncha catalogue import 转为目录文件并核对",
  en: "this is a spreadsheet: turn it into a catalogue file with xuncha catalogue import, and check it",
};

/** Reads a portal file without its catalogue: categories and rules are not checked, names not filled in. */
export async function readPortalFile(
  path: string,
  lang: Lang = "zh",
): Promise<{ readonly portal: Portal; readonly text: string }> {
  const text = await readText(path, lang);
  return { portal: parsePortal(text, path, lang), text };
}

/**
 * A portal from its YAML text, with the defaults filled in; not checked against a catalogue.
 * @throws InputError
 */
export function parsePortal(text: string, file: string, lang: Lang = "zh"): Portal {
  return portalFrom(new YamlFile(text, file, lang));
}

function portalFrom(yaml: YamlFile): Portal {
  const at = yaml.root.fields(
    ["schema", "name", "url", "catalogue", "units"],
    ["catalogueAdoptedOn", "timezone", "crawl", "rules", "inspectors", "sharedColumns"],
  );
  at.schema.oneOf([SCHEMA]);
  const portal: Portal = {
    name: at.name.text(),
    url: at.url.url(),
    catalogue: at.catalogue.text(),
    catalogueAdoptedOn: at.catalogueAdoptedOn.or(null, (day) => day.day()),
    timezone: at.timezone.or("Asia/Shanghai", timezoneFrom),
    crawl: at.crawl.or(CRAWL_DEFAULTS, crawlFrom),
    rules: at.rules.or({}, overridesFrom),
    inspectors: at.inspectors.or([], (list) => listOf(list, inspectorFrom, "id")),
    sharedColumns: at.sharedColumns.or([], (list) => list.list(sharedColumnFrom)),
    units: listOf(at.units, unitFrom, "id", 1),
  };
  yaml.end();
  return portal;
}

function crawlFrom(placed: Placed): CrawlSettings {
  const at = placed.fields(
    [],
    [
      "requestsPerSecond",
      "concurrency",
      "lookbackDays",
      "recheckDays",
      "render",
      "allowPrivateHosts",
      "contact",
      "quietHours",
    ],
  );
  const d = CRAWL_DEFAULTS;
  const days = { min: 1, max: 36_600, integer: true };
  return {
    requestsPerSecond: at.requestsPerSecond.or(d.requestsPerSecond, (n) =>
      n.number({ min: 0.01, max: 1000 }),
    ),
    concurrency: at.concurrency.or(d.concurrency, (n) => n.number({ min: 1, max: 100, integer: true })),
    lookbackDays: at.lookbackDays.or(d.lookbackDays, (n) => n.number(days)),
    recheckDays: at.recheckDays.or(d.recheckDays, (n) => n.number(days)),
    render: at.render.or(d.render, (r) => r.oneOf(["auto", "never", "always"])),
    allowPrivateHosts: at.allowPrivateHosts.or(d.allowPrivateHosts, (b) => b.boolean()),
    contact: at.contact.or(d.contact, contactFrom),
    quietHours: at.quietHours.or(d.quietHours, quietHoursFrom),
  };
}

function contactFrom(placed: Placed): string {
  const what: Text = {
    zh: `电话、邮箱或网址，不超过 ${LONGEST_CONTACT} 个字`,
    en: `a telephone number, an email or web address, of at most ${LONGEST_CONTACT} characters`,
  };
  const contact = placed.text(what);
  if (contact.length > LONGEST_CONTACT) placed.expected(what);
  return contact;
}

function quietHoursFrom(placed: Placed): QuietHours[] {
  const quiet = placed.list(hoursFrom);
  if (!leaveTime(quiet))
    placed.report({
      zh: "这些时段占满了全天，没有可以巡查的时间",
      en: "these hours fill the whole day and leave no time for a patrol",
    });
  return quiet;
}

function hoursFrom(placed: Placed): QuietHours {
  const what: Text = {
    zh: '时段（带引号），如 "07:30-09:00" 或跨零点的 "22:00-06:00"',
    en: 'hours in quotes, as "07:30-09:00", or "22:00-06:00" over midnight',
  };
  const written = placed.text(what);
  const [, from = "", until = ""] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(written) ?? [];
  const isTime = (time: string) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time);
  if (isTime(from) && isTime(until) && from !== until) return { from, until };
  if (written !== "") placed.expected(what);
  return { from: "00:00", until: "00:01" };
}

function overridesFrom(placed: Placed): RuleOverrides {
  const overrides = placed.entries().map(([rule, given]) => {
    // YAML 1.1 editors write `off` as false.
    if (given.scalar() === "off" || given.scalar() === false) return [rule, "off"] as const;
    if (given.scalar() !== undefined)
      given.expected({
        zh: "off 或一组参数，如 { limitDays: 14 }",
        en: "off, or parameters, as { limitDays: 14 }",
      });
    const params = given.scalar() === undefined ? given.entries() : [];
    return [
      rule,
      Object.fromEntries(params.map(([name, value]) => [name, value.number({ min: 0 })])),
    ] as const;
  });
  return Object.fromEntries(overrides);
}

function inspectorFrom(placed: Placed): Inspector {
  const at = placed.fields(["id", "name"], ["email"]);
  return { id: idFrom(at.id), name: at.name.text(), email: at.email.or(null, (e) => e.text()) };
}

function sharedColumnFrom(placed: Placed): SharedColumn {
  const at = placed.fields(["category", "url", "by"]);
  return { category: codeFrom(at.category), url: at.url.url(), by: at.by.oneOf(["source", "title", "path"]) };
}

function timezoneFrom(placed: Placed): string {
  const what: Text = { zh: "时区名，如 Asia/Shanghai", en: "the name of a time zone, as Asia/Shanghai" };
  const name = placed.text(what);
  try {
    new Intl.DateTimeFormat("en", { timeZone: name === "" ? "UTC" : name });
  } catch {
    placed.expected(what);
  }
  return name;
}
