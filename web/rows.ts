// One way to move for every table of the dashboard: the row's own link, `a[data-row]`, takes the focus.

/** `/` goes to the search, arrows from row to row, Enter opens the row, as does a click anywhere on it. */
export function listenToRows(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (moveFrom(document.activeElement, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.target.closest("a, button, summary, input, select"))
      return;
    // Whoever marks words to copy them does not want to leave.
    if (getSelection()?.isCollapsed === false) return;
    event.target.closest("tr")?.querySelector<HTMLElement>("a[data-row]")?.click();
  });
}

/** Puts the focus on the row that leads to `address`, without scrolling. */
export function focusRow(address: string): void {
  links()
    .find((link) => link.getAttribute("href") === address)
    ?.focus({ preventScroll: true });
}

function moveFrom(active: Element | null, step: number): boolean {
  const rows = links();
  const own = active?.closest("tr")?.querySelector<HTMLElement>("a[data-row]") ?? null;
  const at = own === null ? -1 : rows.indexOf(own);
  // From nowhere one enters the first table; from its ends the page scrolls as ever.
  const next = at === -1 ? (step > 0 ? rows[0] : undefined) : rows[at + step];
  next?.focus();
  return next !== undefined;
}

function links(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main a[data-row]")];
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, select, textarea");
}
