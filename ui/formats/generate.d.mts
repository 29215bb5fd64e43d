/** The text of `tables.ts`, from Node's Intl. */
export function tables(): string
