/** One entry of an `Accept…` header. */
export interface Weighted {
  /** In lower case. */
  readonly value: string;
  /** 0 to 1, more is better; entries of 0 are refusals and left out. */
  readonly weight: number;
}

/** The entries of an `Accept…` header, best first, as written among equals. */
export function weighted(header: string | undefined): Weighted[] {
  return (header ?? "")
    .split(",")
    .map((entry) => {
      const [value = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith("q="));
      const weight = q === undefined ? 1 : Number(q.slice(2));
      return { value, weight };
    })
    .filter(({ value, weight }) => value !== "" && weight > 0)
    .sort((a, b) => b.weight - a.weight);
}

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const FORMATS = { "application/json": "json", "text/csv": "csv", [XLSX]: "xlsx" } as const;
type Format = (typeof FORMATS)[keyof typeof FORMATS];

/** The form that `Accept` asks for first by its name; JSON where it names none. */
export function formatAccepted(accept: string | undefined): Format {
  const named = weighted(accept).flatMap(({ value }) =>
    Object.entries(FORMATS).flatMap(([type, format]) => (type === value ? [format] : [])),
  );
  return named[0] ?? "json";
}

/** Whether `Accept` asks for CSV rather than JSON: it must say so by name. */
export function prefersCsv(accept: string | undefined): boolean {
  return formatAccepted(accept) === "csv";
}
