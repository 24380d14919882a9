import { t } from '../lang.js';
import { sentence } from './problems.js';

const NAMES = 'comanda.names';
const PEOPLE = 'comanda.people';
const DEVICE = 'comanda.device';
const LOCATION = 'comanda.location';
const MOST_NAMES = 8;

/** Signing in, by name or by PIN, and what this browser remembers of it: no secret of a person. */
export class Door extends EventTarget {
  #api;
  byPin = true;
  busy = false;
  refusal = '';

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    super();
    this.#api = api;
  }

  /** This browser as an enrolled register. @returns {{token: string, register: string} | null} */
  get device() {
    return JSON.parse(localStorage.getItem(DEVICE) ?? 'null');
  }

  /** @returns {string[]} */
  get names() {
    return JSON.parse(localStorage.getItem(NAMES) ?? '[]');
  }

  /** Who signed in here ever: names by id. @returns {Record<string, string>} */
  get people() {
    return JSON.parse(localStorage.getItem(PEOPLE) ?? '{}');
  }

  /** @param {string} why there is nobody: a sentence, or '' @param {boolean} [byPin] */
  ask(why, byPin = true) {
    this.byPin = byPin;
    this.refusal = why;
    this.#changed();
  }

  /** @param {boolean} byPin */
  choose(byPin) {
    this.byPin = byPin;
    this.refusal = '';
    this.#changed();
  }

  /** @param {any} credentials */
  async signIn(credentials) {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.refusal = '';
    this.#changed();
    const device = credentials.pin ? this.device?.token : undefined;
    const answer = await this.#api.signIn({ ...credentials, device });
    this.busy = false;
    if (answer.ok) {
      const { username, location = '' } = credentials;
      const names = [username, ...this.names.filter(name => name !== username)];
      localStorage.setItem(NAMES, JSON.stringify(names.slice(0, MOST_NAMES)));
      const { id, name } = answer.body.staff;
      localStorage.setItem(PEOPLE, JSON.stringify({ ...this.people, [id]: name }));
      if (!credentials.pin) {
        localStorage.setItem(LOCATION, location);
      }
    } else {
      this.refusal = answer.slug === 'unauthenticated' ? t('door.wrong') : sentence(answer);
    }
    this.#changed();
  }

  /**
   * Makes this browser a register on which people sign in by PIN.
   *
   * @param {string} register
   */
  async enrol(register) {
    const answer = await this.#api.post('/api/devices',
        { kind: 'register', name: t('door.device', { register }), register });
    if (answer.ok) {
      const { token } = answer.body;
      localStorage.setItem(DEVICE, JSON.stringify({ token, register }));
    }
    return answer;
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
