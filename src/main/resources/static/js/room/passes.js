/**
 * @typedef {object} Pass docs/openapi.json
 * @property {string} id
 * @property {string} name
 * @property {string} [holder]
 * @property {'minutes' | 'days'} unit
 * @property {number} left
 * @property {string} status
 * @property {string} [expiresAt]
 */

/** Who has more than so many to choose from looks for the receipt. */
const MOST = 200;

/** Whatever the accents and the capitals. @param {string} name @param {string} other */
function same(name, other) {
  return name.localeCompare(other, undefined, { sensitivity: 'base' }) === 0;
}

/**
 * Passes that may pay for a guest's time: those in the guest's name are proposed, others are found
 * by a name or a receipt. None is used before somebody chooses it: two guests can have one name.
 */
export class Passes extends EventTarget {
  #api;
  /** The last question counts. */
  #asked = 0;

  /** @type {Pass[]} */
  found = [];
  /** What was looked for; '' where the guest's own are proposed. */
  query = '';
  looking = false;

  /** @param {import('../api.js').Api} api */
  constructor(api) {
    super();
    this.#api = api;
  }

  /** Those of a guest. @param {string} name '' for a guest without one */
  propose(name) {
    this.query = '';
    this.found = [];
    this.#asked++;
    return name ? this.#look(name, ({ holder = '' }) => same(holder, name)) : this.#changed();
  }

  /** @param {string} query a name or a receipt @param {string[]} chosen they stay in sight */
  search(query, chosen) {
    this.query = query;
    this.found = this.found.filter(({ id }) => chosen.includes(id));
    return this.#look(query, ({ id }) => !chosen.includes(id));
  }

  /** @param {string} query @param {(pass: Pass) => boolean} wanted */
  async #look(query, wanted) {
    const mine = ++this.#asked;
    this.looking = true;
    this.#changed();
    const answer = await this.#api.get(
        `/api/coworking/passes?limit=${MOST}&q=${encodeURIComponent(query)}`);
    if (mine === this.#asked) {
      this.looking = false;
      const items = /** @type {Pass[]} */ (answer.body?.items ?? []);
      this.found = [...this.found,
        ...items.filter(pass => pass.status === 'valid' && wanted(pass))];
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
