import { sha256 } from './sha256.js';

/**
 * What the kinds of topic are about: where the snapshot has its entities, which of them stay, how
 * many at most, and what of each goes into the digest, as docs/realtime.md has it.
 *
 * @type {Record<string, {list: string, stays: (entity: any) => boolean, most: number,
 *   line: (entity: any) => string}>}
 */
const KINDS = {
  coworking: { list: 'sessions', most: Infinity,
    stays: session => session.status === 'active' || session.status === 'awaiting-payment',
    line: session => `${session.id}:${session.version}\n` },
  orders: { list: 'orders', most: 100, stays: () => true,
    line: order => `${order.id}:${order.version}\n` },
  catalog: { list: 'products', most: Infinity, stays: product => product.active,
    line: product => `${product.id}:${product.version}:${product.stock ?? ''}\n` },
};

/** What a topic is about, as the server has it: the entities by id. */
export class Mirror {
  #kind;

  /** @type {Map<string, any>} */
  entities = new Map();

  /** @param {string} topic `main.coworking` */
  constructor(topic) {
    this.#kind = KINDS[topic.slice(topic.lastIndexOf('.') + 1)];
  }

  /** @param {any} data of a snapshot */
  fill(data) {
    this.entities = new Map(data[this.#kind.list].map(entity => [entity.id, entity]));
  }

  /** The whole entity as it is since then; it may be known already. @param {any} entity */
  put(entity) {
    const { stays, most } = this.#kind;
    if (!stays(entity)) {
      this.entities.delete(entity.id);
    } else if (!(this.entities.get(entity.id)?.version > entity.version)) {
      this.entities.set(entity.id, entity);
      if (this.entities.size > most) {
        this.entities.delete([...this.entities.keys()].sort()[0]);
      }
    }
  }

  digest() {
    return sha256([...this.entities.keys()].sort()
        .map(id => this.#kind.line(this.entities.get(id))).join(''));
  }
}
