import { backoff, pause } from './backoff.js';

/** @typedef {'online' | 'doubtful' | 'offline'} State */

/** No answer, or a gateway's, or the server's that it cannot work now. */
const UNREACHED = new Set([0, 502, 503, 504]);
/** A call that fails may be one of many; a line that is gone stays gone this long. */
const GRACE_MS = 4_000;
const PATIENCE_MS = 3_000;

/**
 * Whether the server can be reached. One call without an answer is a doubt; it is `offline` when
 * the server has not said that it is ready for some seconds, and `online` with the next answer.
 * `change` is dispatched with each. What the browser says of its network only hastens a look: a
 * server on the same machine needs none.
 */
export class Connection extends EventTarget {
  #probe;
  #random;
  #looking = false;
  #attempts = 0;
  #hurry = () => {};

  /** @type {State} */
  state = navigator.onLine ? 'online' : 'offline';

  /**
   * @param {object} [options]
   * @param {string} [options.base] the server's origin, for a page that comes from elsewhere
   * @param {() => Promise<boolean>} [options.probe] whether it is ready
   * @param {() => number} [options.random]
   */
  constructor({ base = '', probe = () => ready(base), random = Math.random } = {}) {
    super();
    this.#probe = probe;
    this.#random = random;
    addEventListener('online', () => this.#hurry());
    addEventListener('offline', () => this.#doubt());
    if (!navigator.onLine) {
      this.#look();
    }
  }

  /** What became of any call. @param {{status: number}} answer */
  heard({ status }) {
    if (UNREACHED.has(status)) {
      this.#doubt();
    } else {
      this.#is('online');
    }
  }

  /** Asks now: who signs out while nobody can be asked would not get in again. */
  async reached() {
    const reached = await this.#probe();
    this.heard({ status: reached ? 200 : 0 });
    return reached;
  }

  #doubt() {
    if (this.state === 'online') {
      this.#is('doubtful');
      this.#look();
    }
  }

  /** Asks, ever less often, until the server answers. */
  async #look() {
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    const since = performance.now();
    while (this.state !== 'online') {
      this.#attempts++;
      if (await this.#probe()) {
        this.#is('online');
      } else if (!navigator.onLine || performance.now() - since > GRACE_MS) {
        this.#is('offline');
      }
      if (this.state !== 'online') {
        await Promise.race([pause(backoff(this.#attempts, { random: this.#random,
          capMs: this.state === 'doubtful' ? 1_000 : 10_000 })),
          new Promise(resolve => { this.#hurry = () => resolve(undefined); })]);
      }
    }
    this.#looking = false;
  }

  /** @param {State} state */
  #is(state) {
    if (state !== this.state) {
      if (state === 'online') {
        console.info(`Reconnected after ${this.#attempts} attempts`);
        this.#attempts = 0;
      }
      this.state = state;
      this.dispatchEvent(new Event('change'));
    }
  }
}

/** @param {string} base */
async function ready(base) {
  try {
    const answer = await fetch(`${base}/ready`,
        { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok;
  } catch {
    return false; // that is the answer
  }
}
