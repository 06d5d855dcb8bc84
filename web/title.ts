import { watchEffect } from "vue";

/** Names the window and what is printed: `缺失目录 · 巡查`. */
export function useTitle(title: () => string): void {
  watchEffect(() => {
    document.title = `${title()} · 巡查`;
  });
}
