/** Where the console of a node answers, as the node's own port on its host. */
export interface ConsoleAddress {
  readonly host: string;
  readonly port: number;
}

export interface ConsoleAnswer {
  readonly command: string;
  /** What was printed between the command and the next prompt, line by line. */
  readonly output: string;
}

/** Consoles of nodes, one line typed after the other. There is one person at a console: never beside a candidate. */
export interface Consoles {
  /** What the node prints to each command, in order, whichever mode somebody left it in. @throws ConsoleError */
  ask(at: ConsoleAddress, commands: readonly string[]): Promise<readonly ConsoleAnswer[]>;
}

/** `unreachable`: nobody listens there. `no-prompt`: somebody does, and does not answer as a device would. */
export type ConsoleErrorCode = 'unreachable' | 'no-prompt';

export class ConsoleError extends Error {
  override readonly name = 'ConsoleError';
  readonly code: ConsoleErrorCode;

  constructor(code: ConsoleErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
