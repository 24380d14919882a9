/** @typedef {import('./cart.js').Cart} Cart */

const PREFIX = 'comanda.cart.';

/**
 * Where a tab keeps its cart. Each person has a row of slots, a tab holds one by a lock, and a new
 * tab takes the first that nobody holds: two tabs have two carts, and a tab that was killed finds
 * its cart again when it is opened.
 */
export class Slot {
  #name;
  #release;

  /** @param {string} name @param {() => void} release */
  constructor(name, release) {
    this.#name = name;
    this.#release = release;
  }

  /** @param {string} staffId @returns {Promise<Slot>} */
  static async claim(staffId) {
    for (let number = 0; ; number++) {
      const slot = await hold(`${PREFIX}${staffId}.${number}`);
      if (slot) {
        return slot;
      }
    }
  }

  /** @returns {Cart | null} */
  read() {
    return JSON.parse(localStorage.getItem(this.#name) ?? 'null');
  }

  /** @param {Cart} cart */
  write(cart) {
    localStorage.setItem(this.#name, JSON.stringify(cart));
  }

  release() {
    this.#release();
  }
}

/** @param {string} name @returns {Promise<Slot | null>} null where another tab holds it */
function hold(name) {
  if (!navigator.locks) {
    return Promise.resolve(new Slot(name, () => {}));
  }
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, { ifAvailable: true }, lock => {
      if (!lock) {
        resolve(null);
        return undefined;
      }
      return new Promise(release => resolve(new Slot(name, () => release(undefined))));
    }).catch(reject);
  });
}

/**
 * Empties the slot of a sale that became an order, whoever's it was.
 *
 * @param {string} key
 */
export function clearSold(key) {
  for (const name of Object.keys(localStorage).filter(each => each.startsWith(PREFIX))) {
    if (JSON.parse(localStorage.getItem(name) ?? 'null')?.key === key) {
      localStorage.removeItem(name);
    }
  }
}

/**
 * The keys of the carts that tabs have in hand, but for one's own.
 *
 * @param {string} own
 * @returns {Promise<Set<string>>}
 */
export async function inOtherHands(own) {
  const { held = [] } = await navigator.locks?.query() ?? {};
  const carts = held.map(lock => String(lock.name)).filter(name => name.startsWith(PREFIX))
      .map(name => JSON.parse(localStorage.getItem(name) ?? 'null'));
  return new Set(carts.flatMap(cart => cart && cart.key !== own ? [cart.key] : []));
}
