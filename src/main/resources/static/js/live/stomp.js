/**
 * What ended a connection.
 *
 * @typedef {object} Ending
 * @property {number} code of WebSocket; 1006 where the network broke, or nothing was heard
 * @property {string} slug of the server's problem, or ''
 * @property {number} retryAfterMs what the server asked for, or 0
 */

/**
 * @typedef {object} Ears
 * @property {() => void} connected it is let in; now it may subscribe
 * @property {(topic: string, message: any) => void} message one event, or a position
 * @property {() => void} alive something was heard
 * @property {(ending: Ending) => void} closed once, whatever happened
 */

/**
 * How often the server gives a sign of life. This side gives none: a hidden tab's timers sleep, and
 * WebSocket's own pings, which the server sends instead, are answered by the browser.
 */
const BEAT_MS = 10_000;
/** Silence for longer than this is a dead connection. */
const SILENCE_MS = 2 * BEAT_MS;
const BROKEN = 1006;
const UNESCAPED = { '\\n': '\n', '\\r': '\r', '\\c': ':', '\\\\': '\\' };
const ESCAPED = { '\n': '\\n', '\r': '\\r', ':': '\\c', '\\': '\\\\' };

/**
 * A frame as text.
 *
 * @param {string} command
 * @param {Record<string, string>} headers
 */
export function frame(command, headers) {
  const escape = text => command === 'CONNECT' ? text // its headers are as in STOMP 1.0
      : text.replace(/[\n\r:\\]/g, found => ESCAPED[found]);
  const lines = Object.entries(headers).map(([name, value]) =>
    `${escape(name)}:${escape(value)}\n`);
  return `${command}\n${lines.join('')}\n\0`;
}

/**
 * The frames of one WebSocket message; a bare line end is a sign of life and no frame.
 *
 * @param {string} text
 * @returns {{command: string, headers: Record<string, string>, body: string}[]}
 */
export function frames(text) {
  return text.split('\0').map(each => each.replace(/^[\r\n]+/, '')).filter(each => each !== '')
      .map(each => {
        const [head] = each.split(/\r?\n\r?\n/, 1);
        const [command, ...lines] = head.split(/\r?\n/);
        const headers = {};
        for (const line of lines) {
          const [, name, value] = (/^([^:]*):(.*)$/.exec(line) ?? ['', line, '']).map(part =>
            part.replace(/\\[nrc\\]/g, found => UNESCAPED[found]));
          headers[name] ??= value; // of a repeated header the first counts
        }
        return { command, headers, body: each.slice(head.length).replace(/^\r?\n\r?\n/, '') };
      });
}

/** One connection to `/ws`: STOMP 1.2 over WebSocket, as docs/realtime.md has it. */
export class StompSocket {
  #socket;
  #ears;
  #watch;
  #heardAt = Date.now();
  /** @type {Ending | null} what the server said before it closed */
  #said = null;
  #over = false;

  /** Whether it is let in. */
  connected = false;

  /**
   * @param {string} url `wss://…/ws`
   * @param {string} token
   * @param {Ears} ears
   */
  constructor(url, token, ears) {
    this.token = token;
    this.#ears = ears;
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => this.#send('CONNECT', { 'accept-version': '1.2',
      host: new URL(url).host, 'heart-beat': `0,${BEAT_MS}`, Authorization: `Bearer ${token}` });
    this.#socket.onmessage = ({ data }) => this.#heard(String(data));
    this.#socket.onclose = ({ code }) => this.#end(code);
    this.#watch = setInterval(() => this.check(), BEAT_MS / 2);
  }

  /** @param {string} topic */
  subscribe(topic) {
    // the topic as the id: those who chose the same share their bytes in the server
    this.#send('SUBSCRIBE', { id: topic, destination: `/topic/${topic}` });
  }

  /** Gives it up where nothing was heard for too long: it may be dead without knowing. */
  check() {
    if (Date.now() - this.#heardAt > SILENCE_MS) {
      this.#end(BROKEN);
    }
  }

  close() {
    this.#over = true;
    this.#end(1000);
  }

  /** @param {string} text */
  #heard(text) {
    if (this.#over) {
      return;
    }
    this.#heardAt = Date.now();
    this.#ears.alive();
    for (const { command, headers, body } of frames(text)) {
      if (command === 'MESSAGE') {
        this.#ears.message(headers.subscription, JSON.parse(body));
      } else if (command === 'CONNECTED') {
        this.connected = true;
        this.#ears.connected();
      } else if (command === 'ERROR') {
        this.#said = { code: 0, retryAfterMs: Number(headers['retry-after-ms'] ?? 0),
          slug: /\/problems\/([\w-]+)/.exec(body)?.[1] ?? '' };
      }
    }
  }

  /** @param {number} code */
  #end(code) {
    clearInterval(this.#watch);
    this.#socket.onclose = null;
    this.#socket.close();
    this.connected = false;
    if (!this.#over) {
      this.#over = true;
      this.#ears.closed({ slug: '', retryAfterMs: 0, ...this.#said, code });
    }
  }

  /** @param {string} command @param {Record<string, string>} headers */
  #send(command, headers) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(frame(command, headers));
    }
  }
}
