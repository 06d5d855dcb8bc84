import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

/** Where `npm run dev:web` finds an API that runs. */
const API = process.env.XUNCHA_API ?? "http://127.0.0.1:8080";

// biome-ignore lint/style/noDefaultExport: Vite reads it so.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [vue()],
  build: {
    // The browsers of these offices are Chromium of some years ago; tsconfig.json keeps to the same age.
    target: "chrome92",
    outDir: "dist",
    emptyOutDir: true,
    // The server's policy lets nothing be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": API } },
});
