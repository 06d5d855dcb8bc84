/** Names of the records that tell what a browser showed of a page: its markup, its picture, how it went. */
export const domUri = (url: string) => `urn:dom:${url}`;
export const viewUri = (url: string) => `urn:view:${url}`;
export const renderUri = (url: string) => `urn:render:${url}`;

/** Names what the pager of an address shows as its page `number`, once it was clicked so far: the address, with that as its fragment. */
export const turnedAddress = (url: string, number: number) => `${url}#page=${number}`;
/** The address itself. */
export const untilTurned = (url: string) => url.replace(/#page=\d{1,6}$/, "");
