/** Names of the records that tell what a browser showed of a page: its markup, its picture, how it went. */
export const domUri = (url: string) => `urn:dom:${url}`;
export const viewUri = (url: string) => `urn:view:${url}`;
export const renderUri = (url: string) => `urn:render:${url}`;
