import type { FastifyInstance } from "fastify";

const OF_API = /^\/api(\/|$)/;

/** Tells which methods an address answers. Routes that are registered later are known too. */
export function watchMethods(app: FastifyInstance): (url: string) => string[] {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  const ofViews: string[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    if (url === "/*") {
      ofViews.push(...[method].flat());
      return;
    }
    const source = url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+");
    routes.push({ pattern: new RegExp(`^${source}/?$`), methods: [method].flat() });
  });
  return (url) => {
    const [address = ""] = url.split("?");
    const methods = routes.filter(({ pattern }) => pattern.test(address)).flatMap((route) => route.methods);
    // Whatever is no address of the API is a view of the dashboard.
    return [...new Set(methods.length > 0 || OF_API.test(address) ? methods : ofViews)].sort();
  };
}
