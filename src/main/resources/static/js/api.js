import { locked } from './locks.js';
import { Session } from './session.js';

/**
 * What became of a call. Nothing that a server or a network can do is thrown.
 *
 * @typedef {object} Answer
 * @property {boolean} ok 2xx
 * @property {number} status 0: no whole answer came, and nobody knows what the server did
 * @property {string} slug of the problem, as in docs/errors.md: 'out-of-stock'; `no-answer` with
 *   status 0; '' when ok
 * @property {any} body the JSON, or the text that was asked for; where not ok the problem, whose
 *   `detail` is for the cashier
 * @property {boolean} replayed it is the first answer of this key once more
 * @property {number} retryAfterMs 0 where the server said nothing
 * @property {number} serverNow the server's clock in ms, or this machine's
 */

/**
 * @typedef {object} Options
 * @property {object} [body]
 * @property {string} [key] the Idempotency-Key
 * @property {number} [version] for If-Match
 * @property {number} [patienceMs] then it counts as unanswered
 * @property {boolean} [text] the answer is a text: a table, metrics
 * @property {AbortSignal} [signal]
 */

/** Speaks to Comanda's HTTP API as whoever is signed in. */
export class Api {
  #base;
  #language;
  #patienceMs;
  #heard;

  /**
   * @param {object} [options]
   * @param {string} [options.base] the server's origin, for a page that comes from elsewhere
   * @param {Session} [options.session]
   * @param {() => string} [options.language] of the sentences, `es` or `en`
   * @param {number} [options.patienceMs]
   * @param {(answer: Answer) => void} [options.heard] is told of each answer: a Connection, say
   */
  constructor({ base = '', session = new Session(), language = () => 'es',
    patienceMs = 10_000, heard = () => {} } = {}) {
    this.#base = base;
    this.#language = language;
    this.#patienceMs = patienceMs;
    this.#heard = heard;
    this.session = session;
  }

  /** @param {{username: string, password?: string, pin?: string, device?: string,
   *   location?: string}} credentials */
  async signIn(credentials) {
    const answer = await this.#send('POST', '/api/session', { body: credentials }, null);
    if (answer.ok) {
      this.session.begin(answer.body, answer.serverNow);
    }
    return answer;
  }

  /** The session ends here in any case, and at the server if it can be reached. */
  async signOut() {
    const { token } = this.session.current ?? {};
    this.session.end();
    return this.#send('DELETE', '/api/session', {}, token ?? null);
  }

  /** @param {string} path */
  url(path) {
    return new URL(this.#base + path, location.href);
  }

  /** @param {string} path @param {Options} [options] */
  get(path, options) {
    return this.call('GET', path, options);
  }

  /** @param {string} path @param {object} body @param {Options} [options] */
  post(path, body, options) {
    return this.call('POST', path, { ...options, body });
  }

  /**
   * Calls once; a second time only where the token had to be renewed.
   *
   * @param {string} method @param {string} path @param {Options} [options]
   * @returns {Promise<Answer>}
   */
  async call(method, path, options = {}) {
    const person = this.session.current;
    const token = await this.token();
    const answer = await this.#send(method, path, options, token);
    if (answer.status !== 401 || !token) {
      return answer;
    }
    await this.#renew(token);
    const renewed = this.#tokenOf(person);
    return renewed && renewed !== token ? this.#send(method, path, options, renewed) : answer;
  }

  /** The bearer token, renewed if its time is nearly over; null where nobody is signed in. */
  async token() {
    const session = this.session.current;
    if (session && Date.now() > session.renewAt) {
      await this.#renew(session.token);
    }
    return this.#tokenOf(session);
  }

  /** Nobody calls as the next one who signed in. @param {Session['current']} person */
  #tokenOf(person) {
    const { current } = this.session;
    return current && current.staff?.id === person?.staff?.id ? current.token : null;
  }

  /** A refresh token is good once, so one tab renews for all. @param {string} stale */
  #renew(stale) {
    return locked('comanda.session', async () => {
      const session = this.session.current;
      if (session?.token !== stale) {
        return;
      }
      if (!session.refreshToken) {
        this.session.end(); // a device's token, which nobody renews
        return;
      }
      const body = { refreshToken: session.refreshToken };
      const answer = await this.#send('POST', '/api/session/refresh', { body }, null);
      if (this.session.current?.token !== stale) {
        return; // somebody signed out, and perhaps another one in
      }
      if (answer.ok) {
        this.session.begin(answer.body, answer.serverNow);
      } else if (answer.status === 401) {
        this.session.end();
      }
    });
  }

  /** @returns {Promise<Answer>} */
  async #send(method, path, { body, key, version, patienceMs, signal, text }, token) {
    const headers = new Headers({ 'Accept-Language': this.#language() });
    if (token) headers.set('Authorization', `Bearer ${token}`);
    if (body) headers.set('Content-Type', 'application/json');
    if (key) headers.set('Idempotency-Key', key);
    if (version !== undefined) headers.set('If-Match', `"${version}"`);
    const late = AbortSignal.timeout(patienceMs ?? this.#patienceMs);
    let answer = unanswered(); // refused, cut off, too late: it may have been done or not
    try {
      answer = await read(await fetch(this.#base + path, {
        method, headers, body: body && JSON.stringify(body), cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, late]) : late,
      }), text === true);
    } catch {
      console.debug('no answer', method, path);
    }
    this.#heard(answer);
    return answer;
  }
}

/** @param {Response} response @param {boolean} asText @returns {Promise<Answer>} */
async function read(response, asText) {
  const json = /^application\/(problem\+)?json/.test(response.headers.get('Content-Type') ?? '');
  const text = asText && response.ok && !json;
  if (!json && !text && response.status !== 204) {
    // a page of some gateway; with 2xx it hides what the server said
    return { ...unanswered(), status: response.ok ? 0 : response.status };
  }
  const body = json ? await response.json() : text ? await response.text() : null;
  return {
    ok: response.ok,
    status: response.status,
    slug: response.ok ? '' : String(body.type ?? '').replace(/^.*\/problems\//, ''),
    body,
    replayed: response.headers.get('Idempotency-Replayed') === 'true',
    retryAfterMs: 1000 * (Number(response.headers.get('Retry-After')) || 0),
    serverNow: Date.parse(response.headers.get('Date') ?? '') || Date.now(),
  };
}

/** @returns {Answer} */
function unanswered() {
  return { ok: false, status: 0, slug: 'no-answer', body: null, replayed: false,
    retryAfterMs: 0, serverNow: Date.now() };
}
