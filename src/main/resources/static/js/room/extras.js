import { soldOut } from '../counter/catalog.js';

/** @typedef {import('../counter/catalog.js').Product} Product */

const COUNTS = 'comanda.extras';
const MOST = 4;

/** What can be added to a guest's bill: by search, or what is added here most often. */
export class Extras extends EventTarget {
  query = '';

  /** @param {import('../counter/catalog.js').Catalog} catalog */
  constructor(catalog) {
    super();
    this.catalog = catalog;
  }

  /** @param {string} query */
  look(query) {
    this.query = query;
    this.dispatchEvent(new Event('change'));
  }

  /** @returns {Product[]} */
  found() {
    const products = this.catalog.search(this.query, '').filter(product => !soldOut(product));
    const counts = this.#counts();
    const often = this.query.trim() !== '' ? products
      : products.toSorted((a, b) => (counts[b.sku] ?? 0) - (counts[a.sku] ?? 0));
    return often.slice(0, MOST);
  }

  /** @param {Product} product */
  took({ sku }) {
    const counts = this.#counts();
    localStorage.setItem(COUNTS, JSON.stringify({ ...counts, [sku]: (counts[sku] ?? 0) + 1 }));
    this.look('');
  }

  /** @returns {Record<string, number>} */
  #counts() {
    return JSON.parse(localStorage.getItem(COUNTS) ?? '{}');
  }
}
