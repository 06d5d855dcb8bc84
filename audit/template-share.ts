/** What lacks on so large a share of so many pages is the template's. */
export const TEMPLATE_SHARE = 0.9;
export const TEMPLATE_PAGES = 30;

/** Whether what lacks on so many of these pages lacks by their template. */
export function isTemplates(lacking: number, pages: number): boolean {
  return pages >= TEMPLATE_PAGES && lacking >= TEMPLATE_SHARE * pages;
}
