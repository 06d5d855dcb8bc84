import type { UnitKind } from "../domain/portal.ts";
import type { PageDocument } from "./page-document.ts";
import { squeeze } from "./text-of.ts";
import { bodyNamed, nameOfBody } from "./unit-name.ts";

/** What a home page calls its site. */
export interface SiteName {
  /** As the page has it, without greetings; "" where it says nothing. */
  readonly name: string;
  /** The body that runs it, by that name; null where the name does not tell. */
  readonly body: string | null;
  readonly kind: UnitKind | null;
  /** A whole place's: its government runs it, or it calls itself a portal of one. */
  readonly isPortal: boolean;
}

/** Reads the name of a site from its home page: the title, then the tag `SiteName`. */
export function siteNameOf({ tags: { windowTitle, tags } }: PageDocument): SiteName {
  const parts = titleParts(windowTitle);
  const site = titleParts(tags.SiteName ?? "");
  const all = parts.length > 0 ? parts : site;
  const bodies = all.filter((part) => bodyNamed(part) !== null || PORTAL.test(part));
  // A unit's page in a portal names both: 民政局_某市人民政府. The unit is the page's own.
  const own =
    bodies.find((part) => !PORTAL.test(part) && bodyNamed(part)?.kind !== "government") ?? bodies[0];
  const said = own === undefined ? null : bodyNamed(own);
  const isPortal = own !== undefined && (PORTAL.test(own) || said?.kind === "government");
  const body = own === undefined ? null : nameOfBody(own);
  return { name: own ?? all[0] ?? "", body: body === "" ? null : body, kind: said?.kind ?? null, isPortal };
}

/** The parts of a window's title: 公示公告-某县人力资源网 → both. Greetings and 首页 are none. */
export function titleParts(title: string): readonly string[] {
  return title
    .split(/[-_—–|｜·>»\s,，]+/)
    .map((part) => squeeze(part).replace(/^欢迎(?:访问|光临|来到)?|欢迎您[!！]?$/g, ""))
    .filter((part) => part.length >= 2 && !/^(?:网站)?首页$|^中国$|^主页$/.test(part));
}

const PORTAL =
  /(?<![镇乡]|街道)(?:人民)?政府(?:门户网站|门户|网站|网|公众信息网|信息公开(?:网|专栏|平台|目录|专网))?$|^中国.{2,6}网?$|政务网$|政府网站$/;
