import { Quoted } from '../counter/quoted.js';

/** @typedef {import('../counter/cart.js').Share} Share */

const NOTHING = { key: '', lines: [], passes: [] };

/**
 * A guest's time and extras, to be paid. It is the guest's, not this counter's: its key names the
 * session as it was, and whoever comes second with another is told that it is paid.
 */
export class Bill extends Quoted {
  #register;

  /** @type {{key: string, lines: never[], passes: string[], discount?: Share, tip?: Share}} */
  cart = NOTHING;
  /** @type {any} docs/openapi.json, `RoomSession` */
  session = null;

  /** @param {import('../api.js').Api} api @param {() => string} register */
  constructor(api, register) {
    super(api);
    this.#register = register;
  }

  get empty() {
    return this.session === null;
  }

  get path() {
    return `/api/coworking/sessions/${this.session?.id}/checkout`;
  }

  body() {
    const { discount, tip, passes } = this.cart;
    return { register: this.#register(), discount, tip,
      passes: passes.length > 0 ? passes : undefined };
  }

  /** Takes up the bill of a session. @param {any} session */
  open(session) {
    this.session = session;
    this.cart = { ...NOTHING, key: `session-${session.id}-${session.version}` };
    this.refresh();
  }

  /** The session as it is now, or its next step: what it costs may be something else. */
  follow(session) {
    this.session = session;
    this.refresh();
  }

  /** @param {(open: any) => any} edit */
  change(edit) {
    this.cart = edit(this.cart);
    this.refresh();
  }

  /** The journal and the session remember it. */
  sent() {}

  clear() {
    this.session = null;
    this.cart = NOTHING;
    this.refresh();
  }
}
