import { backoff } from '../backoff.js';
import { StompSocket } from './stomp.js';

/**
 * @typedef {object} Ears
 * @property {(socket: StompSocket) => void} connected subscribe now
 * @property {(topic: string, message: any) => void} message
 * @property {() => void} alive
 * @property {(tries: number, code: number) => void} lost and so many sockets failed since it was up
 * @property {() => void} refused nobody is signed in
 */

const LIMITS = { baseMs: 500, capMs: 15_000 };
/** How often it is looked whether the token was renewed. */
const LOOK_MS = 10_000;

/** A socket, and after it the next one; opened anew, before the old one ends, for a new token. */
export class Line {
  #api;
  #ears;
  /** @type {StompSocket | null} the one that is listened to */
  #socket = null;
  /** @type {StompSocket | null} the one that is being opened */
  #next = null;
  #tries = 0;
  #known = false;
  #retry = 0;
  #look;

  /** @param {import('../api.js').Api} api @param {Ears} ears */
  constructor(api, ears) {
    this.#api = api;
    this.#ears = ears;
    this.#look = setInterval(() => this.#socket && this.open(), LOOK_MS);
  }

  /** @returns {StompSocket | null} */
  get socket() {
    return this.#socket;
  }

  /** Opens a socket, unless there is one with the token that is good now. */
  async open() {
    const token = await this.#api.token();
    if (this.#look === 0 || this.#next) {
      return;
    }
    if (token === null) {
      this.rest();
      this.#ears.refused();
    } else if (token !== this.#socket?.token) {
      this.#begin(token);
    }
  }

  /** Is silent until it is opened again. */
  rest() {
    clearTimeout(this.#retry);
    this.#socket?.close();
    this.#next?.close();
    this.#socket = null;
    this.#next = null;
  }

  close() {
    clearInterval(this.#look);
    this.#look = 0;
    this.rest();
  }

  /** @param {string} token */
  #begin(token) {
    clearTimeout(this.#retry);
    this.#tries++;
    const url = this.#api.url('/ws');
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new StompSocket(String(url), token, {
      connected: () => this.#connected(socket),
      message: this.#ears.message,
      alive: () => socket === this.#socket && this.#ears.alive(),
      closed: ending => this.#lost(socket, ending),
    });
    this.#next = socket;
  }

  /** @param {StompSocket} socket */
  #connected(socket) {
    const before = this.#socket;
    this.#socket = socket;
    this.#next = null;
    if (!before) {
      console.info('[WS] Connected to server');
      if (this.#known) {
        console.info(`Reconnected after ${this.#tries} attempts`);
      }
    }
    this.#known = true;
    this.#tries = 0;
    this.#ears.connected(socket);
    before?.close(); // what comes twice has the same number
  }

  /** @param {StompSocket} socket @param {import('./stomp.js').Ending} ending */
  #lost(socket, { code, slug, retryAfterMs }) {
    if (socket === this.#next) {
      this.#next = null;
    } else {
      this.#socket = null;
    }
    if (this.#socket || this.#next) {
      return; // one of the two is there; the next look tries again
    }
    console.info('WebSocket connection failed', code, slug);
    this.#ears.lost(this.#tries, code);
    this.#retry = setTimeout(() => this.open(),
        Math.max(retryAfterMs, backoff(this.#tries + 1, LIMITS)));
  }
}
