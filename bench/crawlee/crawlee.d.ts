/** As much of Crawlee's types as the bench uses: it is installed only when the bench runs. */
declare module "@crawlee/cheerio" {
  interface Selection {
    text(): string;
    first(): Selection;
    toArray(): unknown[];
    attr(name: string): string | undefined;
  }

  interface Context {
    readonly $: (selector: string | unknown) => Selection;
    readonly request: { readonly url: string; readonly label?: string };
    enqueueLinks(options: { readonly selector: string; readonly label: string }): Promise<unknown>;
  }

  export class Configuration {
    constructor(options: { readonly persistStorage: boolean; readonly purgeOnStart?: boolean });
  }

  export class CheerioCrawler {
    constructor(
      options: {
        readonly minConcurrency: number;
        readonly maxConcurrency: number;
        readonly useSessionPool: boolean;
        readonly maxRequestRetries: number;
        requestHandler(context: Context): Promise<void>;
      },
      configuration: Configuration,
    );
    addRequests(requests: readonly { readonly url: string; readonly label: string }[]): Promise<unknown>;
    run(requests: readonly { readonly url: string; readonly label: string }[]): Promise<unknown>;
  }

  export const log: { setLevel(level: number): void; readonly LEVELS: { readonly ERROR: number } };
}
