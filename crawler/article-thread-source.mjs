// What a checkout runs in place of the compiled article-thread.js: threads inherit no loader of sources.
import { register } from "tsx/esm/api";

register();
await import("./article-thread.ts");
