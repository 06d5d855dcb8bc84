/** What names of those end with who sign documents. */
export const SIGNER = /(?:局|委|府|厅|办|院|会|室|中心|组|部|处|站|公司|大学|学校|所|团|署|行|队|社|馆|校)$/;
const PRESS = /(?:日报|晚报|时报|周报|网|电视台|广播台|镇|乡|街道|科|股)$/;

/** Whether a word alone names who publishes. */
export function isPublisher(word: string): boolean {
  return /^[\u4e00-\u9fff]{3,24}$/.test(word) && (SIGNER.test(word) || PRESS.test(word));
}
