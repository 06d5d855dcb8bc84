import { type CalendarDate, dayOf, daysBetween, type Instant } from "../domain/time.ts";

/** The clock of the portals that the catalogues are made for. */
const TIMEZONE = "Asia/Shanghai";

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: TIMEZONE, hour: "2-digit", minute: "2-digit" });

/** `2016-12-28` */
export function day(instant: Instant): CalendarDate {
  return dayOf(instant, TIMEZONE);
}

/** `2016-12-28 16:05` */
export function minute(instant: Instant): string {
  return `${day(instant)} ${clock.format(new Date(instant))}`;
}

/** `15 天前`, as seen from `to`; `当天`; a day ahead is `3 天后`. */
export function daysAgo(from: CalendarDate, to: CalendarDate): string {
  const days = daysBetween(from, to);
  if (days === 0) return "当天";
  return days > 0 ? `${days} 天前` : `${-days} 天后`;
}

/** `12 分 5 秒` */
export function duration(from: Instant, to: Instant): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours > 0) return `${hours} 小时 ${minutes % 60} 分`;
  return minutes > 0 ? `${minutes} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
}
