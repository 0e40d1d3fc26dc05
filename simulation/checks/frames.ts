/** What a frame says of a thing that has versions. */
export interface Message {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
}

/** One frame of the stream, taken apart as a browser does. */
export interface Frame {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
  /** Undefined when it is about nothing that has versions. */
  readonly message: Message | undefined;
}

/** Takes frames apart. The same one goes to all readers, one after the other: that is done once. */
export class Frames {
  #text = '';
  #frame: Frame = framed('');

  read(text: string): Frame {
    if (text === this.#text) return this.#frame;
    this.#text = text;
    this.#frame = framed(text);
    return this.#frame;
  }
}

function framed(text: string): Frame {
  const id = /^id: (.*)$/m.exec(text)?.[1];
  const event = /^event: (.*)$/m.exec(text)?.[1] ?? '';
  const data = text.slice(text.indexOf('\ndata: ') + '\ndata: '.length);
  return { id, event, data, message: isVersioned(data) ? messageOf(data) : undefined };
}

function isVersioned(data: string): boolean {
  return data.startsWith('{"kind":') && data.includes('"version":');
}

function messageOf(data: string): Message {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the contract of the stream says
  return JSON.parse(data) as Message;
}
