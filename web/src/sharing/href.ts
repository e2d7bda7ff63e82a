/** The page of exports, with these cameras chosen. */
export function formatExportHref(cameras: readonly string[]): string {
  return cameras.length === 0 ? "#/exports" : `#/exports?camera=${cameras.join(",")}`;
}

/** The page of exports at one of the reader's own. */
export function formatOwnExportHref(id: string): string {
  return `#/exports?export=${id}`;
}
