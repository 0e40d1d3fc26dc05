/** The reason of an order as the API takes it: left out when nothing was typed. */
export function because(reason: string): Readonly<Record<string, string>> {
  return reason.trim() === '' ? {} : { reason: reason.trim() };
}
