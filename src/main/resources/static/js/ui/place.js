import { formatOf } from '../format.js';
import { language } from '../lang.js';

const REGISTER = 'comanda.register';
const KEPT = 'comanda.place.';
const NOWHERE = { code: '', currency: 'MXN', timeZone: 'UTC' };

/** Where it is sold: the shop, its registers, and how money and time are written there. */
export class Place {
  #api;
  /** @type {any} docs/openapi.json, `Location`; null where it was never known */
  shop = null;

  /** @type {string[]} */
  registers = [];

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    this.#api = api;
  }

  /** Shows what this browser knows at once, and asks for what is true now. */
  async load() {
    const { code } = this.#location;
    const kept = JSON.parse(localStorage.getItem(KEPT + code) ?? 'null');
    if (kept) {
      this.registers = kept.registers;
      this.shop = kept.shop;
    }
    const asked = this.#ask(code);
    await (kept ? undefined : asked);
  }

  /** @param {string} code */
  async #ask(code) {
    const [registers, locations] = await Promise.all([this.#api.get('/api/registers'),
      this.#api.get('/api/locations')]);
    if (registers.ok && locations.ok) {
      this.registers = registers.body.items.filter(each => each.active).map(each => each.code);
      this.shop = locations.body.items.find(each => each.code === code);
      localStorage.setItem(KEPT + code,
          JSON.stringify({ registers: this.registers, shop: this.shop }));
    }
  }

  get #location() {
    return this.#api.session.current?.location ?? NOWHERE;
  }

  get name() {
    return this.shop?.name || this.#location.code;
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
