import { createApp } from "vue";
import App from "./app.vue";
import { router } from "./router.ts";
import { listenToRows } from "./rows.ts";
import "./style.css";

createApp(App).use(router).mount("#app");
listenToRows();
