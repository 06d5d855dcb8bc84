import { createApp } from "vue";
import App from "./app.vue";
import { router } from "./router.ts";
import { listenToRows } from "./rows.ts";
import { askSession } from "./session.ts";
import "./style.css";

// Screens ask as soon as they stand; first it must be known that they may.
void askSession().finally(() => {
  createApp(App).use(router).mount("#app");
  listenToRows();
});
