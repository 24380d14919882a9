import { formatOf } from '../format.js';
import { language } from '../lang.js';

const REGISTER = 'comanda.register';
const NOWHERE = { code: '', currency: 'MXN', timeZone: 'UTC' };

/** Where it is sold: the shop, its registers, and how money and time are written there. */
export class Place {
  #api;
  #shopName = '';

  /** @type {string[]} */
  registers = [];

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    this.#api = api;
  }

  async load() {
    const [registers, locations] = await Promise.all([this.#api.get('/api/registers'),
      this.#api.get('/api/locations')]);
    this.registers = registers.body?.items?.filter(each => each.active).map(each => each.code)
        ?? [];
    this.#shopName = locations.body?.items?.find(each => each.code === this.#location.code)?.name;
  }

  get #location() {
    return this.#api.session.current?.location ?? NOWHERE;
  }

  get name() {
    return this.#shopName || this.#location.code;
  }

  get format() {
    return formatOf(this.#location, language());
  }

  /** The session's, where it was by PIN; else the one chosen in this browser. */
  get register() {
    const chosen = localStorage.getItem(REGISTER) ?? '';
    return this.#api.session.current?.register
        ?? (this.registers.includes(chosen) ? chosen : this.registers[0] ?? chosen);
  }

  set register(code) {
    localStorage.setItem(REGISTER, code);
  }
}
