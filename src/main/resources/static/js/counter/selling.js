import { t } from '../lang.js';
import { Page } from '../ui/page.js';
import { sentence } from '../ui/problems.js';
import { print } from './printer.js';
import { receiptView } from './views/receipt.js';

/** A page on which something is sold: at the counter, or to guests of the room. */
export class Selling extends Page {
  roles = ['admin', 'manager', 'cashier'];
  expired = 'door.expired';

  /** What a receipt says besides its order. */
  get shop() {
    return { name: this.place.name, format: this.format, cashier: this.session?.staff.name };
  }

  /** Whether some things need a manager's PIN. */
  get cashier() {
    return this.session?.staff.role === 'cashier';
  }

  /** This browser becomes a register on which people sign in by PIN. */
  async enrol() {
    const { register } = this.place;
    const answer = await this.door.enrol(register);
    this.say(answer.ok ? { kind: 'good', text: t('door.enrolled', { register }) }
        : { kind: 'bad', text: sentence(answer) });
  }

  /** The same for a copy: with whoever it was, if they ever signed in here. @param {string} id */
  shopOf(id) {
    return { ...this.shop, cashier: this.door.people[id] };
  }

  /** @param {any} order @param {boolean} [copy] it was handed out before */
  print(order, copy = false) {
    const shop = copy ? this.shopOf(order.soldBy ?? order.placedBy) : this.shop;
    print(receiptView(order, shop, copy));
  }
}
