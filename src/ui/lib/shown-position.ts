/**
 * How far this screen has shown what happened. Behind one address there may be several servers, some a moment behind others;
 * whoever is asked next is asked for no less.
 */
export class ShownPosition {
  #epoch: string | undefined;
  #position = 0;

  /** Zero: whatever there is. */
  get atLeast(): number {
    return this.#position;
  }

  /** An id of the live stream: `<epoch>:<position>`. Another epoch is another history, and what was shown before is void. */
  heard(id: string): void {
    const colon = id.lastIndexOf(':');
    const position = Number(id.slice(colon + 1));
    if (colon < 0 || !Number.isInteger(position)) return;
    const epoch = id.slice(0, colon);
    if (this.#epoch !== undefined && this.#epoch !== epoch) this.#position = 0;
    this.#epoch = epoch;
    this.wrote(position);
  }

  /** Where a write of ours can be read. */
  wrote(position: number): void {
    this.#position = Math.max(this.#position, position);
  }

  /** The server knows no such position: its history is another one. */
  forget(): void {
    this.#epoch = undefined;
    this.#position = 0;
  }
}
