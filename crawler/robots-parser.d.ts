/** The package declares its types for CommonJS alone. */
declare module "robots-parser" {
  interface Robot {
    isAllowed(url: string, agent?: string): boolean | undefined;
    getCrawlDelay(agent?: string): number | undefined;
  }
  // biome-ignore lint/style/noDefaultExport: the package exports it so
  export default function robotsParser(url: string, text: string): Robot;
}
