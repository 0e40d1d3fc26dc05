// One terminal-like panel: a WebSocket to the delivery system, which holds the line to the device.
const screenChars = 100_000;
const backspace = String.fromCharCode(8);

export class ConsolePanel {
  #url;
  #screen;
  #input;
  #status;
  #reconnect;
  #socket;
  #typed = [];
  #recalled = 0;

  constructor({ panel, label, url, onClose }) {
    this.#url = url;
    this.#screen = panel.querySelector('.screen');
    this.#input = panel.querySelector('input');
    this.#status = panel.querySelector('[data-status]');
    this.#reconnect = panel.querySelector('[data-reconnect]');
    panel.setAttribute('aria-label', `Console of ${label}`);
    panel.querySelector('h3').textContent = label;
    this.#screen.setAttribute('aria-label', `Output of ${label}`);
    panel.querySelector('label span').textContent = `Command for ${label}`;
    panel.querySelector('form').addEventListener('submit', (event) => this.#submit(event));
    this.#input.addEventListener('keydown', (event) => this.#recall(event));
    this.#input.addEventListener('paste', (event) => this.#paste(event));
    this.#reconnect.addEventListener('click', () => this.reconnect());
    panel.querySelector('[data-close]').addEventListener('click', () => {
      this.#socket.close();
      panel.remove();
      onClose();
    });
    this.#connect();
    this.focus();
  }

  focus() {
    this.#input.focus();
  }

  #connect() {
    this.#screen.textContent = '';
    this.#showStatus('connecting', 'connecting');
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(data)));
    socket.addEventListener('close', ({ reason }) => {
      if (this.#socket === socket) this.#showStatus('closed', reason || 'not connected');
    });
  }

  /** A fresh socket: the session may have been paused, or the device may have moved since. */
  reconnect() {
    this.#socket.close();
    this.#connect();
  }

  #receive(update) {
    if (update.type === 'status') {
      this.#showStatus(update.status, update.text);
      return;
    }
    const screen = this.#screen;
    const wasAtEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 30;
    screen.textContent = appended(screen.textContent, update.text);
    if (wasAtEnd) screen.scrollTop = screen.scrollHeight;
  }

  #showStatus(status, text) {
    if (this.#status.textContent !== text) this.#status.textContent = text;
    this.#reconnect.hidden = status !== 'closed';
    this.#input.readOnly = status === 'closed';
  }

  #submit(event) {
    event.preventDefault();
    this.#send([this.#input.value]);
    this.#input.value = '';
    this.focus();
  }

  #send(lines) {
    for (const text of lines) {
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'line', text }));
      if (text !== '') this.#typed.push(text);
    }
    this.#recalled = this.#typed.length;
    this.#screen.scrollTop = this.#screen.scrollHeight;
  }

  #recall(event) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const step = event.key === 'ArrowUp' ? -1 : 1;
    this.#recalled = Math.min(Math.max(this.#recalled + step, 0), this.#typed.length);
    this.#input.value = this.#typed[this.#recalled] ?? '';
  }

  /** Several pasted lines are typed one after the other, as a terminal would. */
  #paste(event) {
    const lines = event.clipboardData.getData('text').replaceAll('\r', '').split('\n');
    if (lines.length < 2) return;
    event.preventDefault();
    this.#send(lines.at(-1) === '' ? lines.slice(0, -1) : lines);
  }
}

function appended(shown, text) {
  let [result, ...rest] = `${shown}${text}`.split(backspace);
  for (const piece of rest) result = result.slice(0, -1) + piece;
  return result.slice(-screenChars);
}
