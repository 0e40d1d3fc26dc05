const IAC = 255;
const SE = 240;
const SB = 250;
const WILL = 251;
const WONT = 252;
const ECHO = 1;
const ESC = 27;
const BRACKET = 0x5b;
/** NUL, bell and carriage return: lines end with their line feed. */
const silent = [0, 7, 13];

type Mode = 'text' | 'command' | 'option' | 'subnegotiation' | 'subnegotiation-command' | 'escape' | 'control-sequence';

const after: Readonly<Record<Mode, (byte: number) => Mode>> = {
  text: (byte) => (byte === ESC ? 'escape' : afterText(byte)),
  command: (byte) => (byte === SB ? 'subnegotiation' : afterVerb(byte)),
  option: () => 'text',
  subnegotiation: (byte) => (byte === IAC ? 'subnegotiation-command' : 'subnegotiation'),
  'subnegotiation-command': (byte) => (byte === SE ? 'text' : 'subnegotiation'),
  escape: (byte) => (byte === BRACKET ? 'control-sequence' : 'text'),
  'control-sequence': (byte) => (byte >= 0x40 && byte <= 0x7e ? 'text' : 'control-sequence'),
};

/**
 * What a serial line or telnet server sends, as plain text: without telnet negotiation (RFC 854), terminal control
 * sequences (ECMA-48), NUL and bells. Sequences may be cut anywhere between chunks.
 */
export class ConsoleText {
  #mode: Mode = 'text';
  readonly #decoder = new TextDecoder();
  #verb = 0;
  #remoteEcho = false;

  /** Whether the other side has said that it shows what is typed (RFC 857); else our side shows it. */
  get remoteEcho(): boolean {
    return this.#remoteEcho;
  }

  push(chunk: Uint8Array): string {
    const kept = chunk.filter((byte) => this.#keeps(byte));
    return this.#decoder.decode(kept, { stream: true });
  }

  #keeps(byte: number): boolean {
    const before = this.#mode;
    if (before === 'command') this.#verb = byte;
    if (before === 'option' && byte === ECHO && this.#verb <= WONT) this.#remoteEcho = this.#verb === WILL;
    this.#mode = after[this.#mode](byte);
    return before === 'text' && this.#mode === 'text' && !silent.includes(byte);
  }
}

function afterText(byte: number): Mode {
  return byte === IAC ? 'command' : 'text';
}

function afterVerb(byte: number): Mode {
  return byte >= WILL && byte < IAC ? 'option' : 'text';
}
