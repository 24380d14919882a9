/** What the pages keep, and how each store is made. */
const STORES = {
  sales: { keyPath: 'key' },
  queue: { keyPath: 'place', autoIncrement: true },
  kept: {},
};

/**
 * The pages' own database in this browser, IndexedDB. Stores are only ever added, and a release
 * that finds one missing adds it: a newer and an older page read the same database, and going back
 * to the older one loses nothing.
 */
export class Disk {
  #name;
  /** @type {Promise<IDBDatabase> | null} */
  #database = null;

  /** Whether the browser promised to keep it; null before it was asked. @type {boolean | null} */
  safe = null;

  /** @param {string} [name] */
  constructor(name = 'comanda') {
    this.#name = name;
  }

  /** Asks the browser to keep it when it runs short of room; some ask the person. */
  async protect() {
    this.safe = await navigator.storage?.persist?.().catch(() => false) ?? false;
  }

  /**
   * One transaction: what it wrote is on the disk when it ends, and stays when the tab, the browser
   * or the machine dies. It rejects where the browser keeps nothing, or has no room.
   *
   * @param {(keyof typeof STORES)[]} names
   * @param {IDBTransactionMode} mode
   * @param {(...stores: IDBObjectStore[]) => IDBRequest | void} work
   * @returns {Promise<any>} the result of the request that `work` returned
   */
  async run(names, mode, work) {
    this.#database ??= this.#open();
    const database = await this.#database.catch(refused => {
      this.#database = null; // there may be room the next time
      throw refused;
    });
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode, { durability: 'strict' });
      const request = work(...names.map(name => transaction.objectStore(name)));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  /** @returns {Promise<IDBDatabase>} */
  async #open() {
    for (let version; ;) {
      const database = await opened(this.#name, version);
      if (Object.keys(STORES).every(name => database.objectStoreNames.contains(name))) {
        const close = () => {
          database.close();
          this.#database = null;
        };
        database.onversionchange = close; // a page in another tab must not wait for this one
        database.onclose = close;
        return database;
      }
      version = database.version + 1;
      database.close();
    }
  }
}

/** @param {string} name @param {number} [version] as it is, if not given */
function opened(name, version) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      const { result } = opening;
      for (const [store, form] of Object.entries(STORES)) {
        if (!result.objectStoreNames.contains(store)) {
          result.createObjectStore(store, form);
        }
      }
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}
