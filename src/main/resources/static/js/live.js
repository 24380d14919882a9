import { backoff, pause } from './backoff.js';
import { ServerClock } from './live/clock.js';
import { Line } from './live/line.js';
import { Polling } from './live/polling.js';
import { Standing } from './live/standing.js';
import { Topic } from './live/topic.js';

const LIMITS = { baseMs: 500, capMs: 15_000 };
/** So many sockets fail one after the other before polling stands in. */
const POLLS_AFTER = 2;
const REFUSED_MS = 60_000;
const POLICY_VIOLATION = 1008;
/** What the browser tells when the network, or who looks, may have changed. */
const SIGNS = [['online', window], ['offline', window], ['pageshow', window],
  ['visibilitychange', document]];

/**
 * Follows topics: over one socket for all, over long polls where sockets do not get through, and
 * back.
 */
export class Live extends Standing {
  #api;
  #clock = new ServerClock();
  /** @type {Map<string, Topic>} */
  #topics = new Map();
  /** Those that are being read over HTTP. @type {Set<Topic>} */
  #behind = new Set();
  #polling = new Polling(this.#topics, answer => this.#polled(answer));
  #line;
  #over = new AbortController();
  #again = 0;

  /**
   * @param {import('./api.js').Api} api
   * @param {{compareMs?: number}} [options] how often the screen is compared with the server
   */
  constructor(api, { compareMs = 60_000 } = {}) {
    super();
    this.#api = api;
    this.#line = new Line(api, {
      connected: socket => this.#connected(socket),
      message: (name, message) => this.#message(name, message),
      alive: () => this.#sure(),
      lost: (tries, code) => this.#lost(tries, code),
      refused: () => this.refused(),
    });
    const { signal } = this.#over;
    for (const [sign, target] of SIGNS) {
      target.addEventListener(sign, () => this.#doubt(), { signal });
    }
    api.session.addEventListener('change', () => this.#line.open(), { signal });
    // not all screens at once
    const comparing = setInterval(() => this.state === 'online' && this.compare(),
        compareMs * (0.75 + Math.random() / 2));
    signal.addEventListener('abort', () => clearInterval(comparing));
  }

  /** The server's time in ms, as near as its answers tell. */
  now() {
    return this.#clock.now();
  }

  /** How often this screen was not what the server had, and was mended. */
  get divergences() {
    return [...this.#topics.values()].reduce((sum, topic) => sum + topic.divergences, 0);
  }

  /**
   * Keeps a topic's entities as they are at the server.
   *
   * @param {string} name `main.coworking`, `main.orders`, `main.catalog`
   * @param {(entities: Map<string, any>, event: any) => void} changed by id; called after each
   *   event, and with null after a snapshot
   * @returns {Topic}
   */
  follow(name, changed) {
    const topic = new Topic(name, this.#api, changed, ms => this.#clock.heard(ms));
    this.#topics.set(name, topic);
    this.#read(topic);
    this.#line.socket?.subscribe(name);
    this.#line.open();
    return topic;
  }

  stop() {
    this.#over.abort();
    clearTimeout(this.#again);
    this.#polling.stop();
    this.#line.close();
  }

  /** Compares every topic with the server; where they differ the server is right. */
  async compare() {
    await Promise.all([...this.#topics.values()].map(topic => topic.compare()));
  }

  /** @param {import('./live/stomp.js').StompSocket} socket */
  #connected(socket) {
    this.#polling.stop();
    for (const name of this.#topics.keys()) {
      socket.subscribe(name); // its first message says what is missing
    }
  }

  /** @param {string} name @param {any} message */
  #message(name, message) {
    const topic = this.#topics.get(name);
    if (topic?.push(message)) {
      this.#read(topic);
    }
  }

  /** Reads what a topic misses until it is there. @param {Topic} topic */
  async #read(topic) {
    if (this.#behind.has(topic)) {
      return;
    }
    this.#behind.add(topic);
    for (let failures = 1; !this.#over.signal.aborted; failures++) {
      const answer = await topic.read();
      if (answer.ok) {
        this.#behind.delete(topic);
        this.#sure();
        return;
      }
      if (this.failed(answer) || !this.#line.socket) {
        break; // whoever comes next reads it: a socket, or polling
      }
      await pause(Math.max(answer.retryAfterMs, backoff(failures, LIMITS)));
    }
    this.#behind.delete(topic);
  }

  #sure() {
    if (this.#behind.size === 0) {
      this.fresh();
    }
  }

  /** @param {import('./api.js').Answer} answer */
  #polled(answer) {
    if (answer.ok) {
      this.fresh();
    } else {
      this.failed(answer);
    }
  }

  /** @param {number} tries @param {number} code */
  #lost(tries, code) {
    if (tries >= POLLS_AFTER || code === POLICY_VIOLATION) {
      this.#polling.start(); // over HTTP it is told why, too
    }
    if (!this.#polling.answered) {
      this.failed();
    }
  }

  /** The network may be another, or the machine has slept. */
  #doubt() {
    if (!document.hidden && this.state !== 'refused') {
      this.#line.socket?.check();
      this.#topics.forEach(topic => this.#read(topic));
      this.#line.open();
    }
  }

  /** Asks again after a while: what was closed may be opened again. */
  refused() {
    this.#polling.stop();
    this.#line.rest();
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#line.open(), REFUSED_MS);
    super.refused();
  }
}
