/**
 * What the server answered when somebody signed in; docs/openapi.json, `SignedIn`.
 *
 * @typedef {object} SignedIn
 * @property {string} token
 * @property {string} expiresAt
 * @property {string} refreshToken
 * @property {{id: string, name: string, role: string}} staff
 * @property {{code: string, currency: string, timeZone: string}} location
 * @property {string} [register] where it was by PIN
 */

const NAME = 'comanda.session';
/** A token is renewed when this much of its life is over. */
const RENEWED_AT = 0.8;

/**
 * Who is signed in, the same in every tab of this browser: `change` is dispatched in all of them.
 * It lies in localStorage, so that a tab that was killed comes back signed in; what else runs on
 * this origin is kept out by the content policy.
 */
export class Session extends EventTarget {
  #storage;

  /** @param {Storage} [storage] */
  constructor(storage = localStorage) {
    super();
    this.#storage = storage;
    addEventListener('storage', event => {
      if (event.key === NAME || event.key === null) {
        this.dispatchEvent(new Event('change'));
      }
    });
  }

  /** @returns {(SignedIn & {renewAt: number, skewMs: number}) | null} */
  get current() {
    return JSON.parse(this.#storage.getItem(NAME) ?? 'null');
  }

  /**
   * @param {SignedIn} signedIn
   * @param {number} serverNow the server's clock in ms: this machine's may be wrong by hours
   */
  begin(signedIn, serverNow) {
    const life = Date.parse(signedIn.expiresAt) - serverNow;
    const renewAt = Date.now() + life * RENEWED_AT;
    const skewMs = serverNow - Date.now();
    this.#storage.setItem(NAME, JSON.stringify({ ...signedIn, renewAt, skewMs }));
    this.dispatchEvent(new Event('change'));
  }

  /** The server's time as far as it is known here, in ms. */
  now() {
    return Date.now() + (this.current?.skewMs ?? 0);
  }

  end() {
    this.#storage.removeItem(NAME);
    this.dispatchEvent(new Event('change'));
  }
}
