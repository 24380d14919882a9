const TOKEN = 'comanda.screen';

/**
 * Whoever stands before a wall screen: nobody. It asks by a device's token, which was given to it
 * once, lasts until a manager revokes it, and is kept then, too: a place that was closed may open.
 * To `Api` it is a session.
 */
export class Device extends EventTarget {
  /** Whether the server has refused the token. */
  refused = false;

  get token() {
    return localStorage.getItem(TOKEN) ?? '';
  }

  get current() {
    return this.token === '' || this.refused ? null
        : { token: this.token, renewAt: Infinity, refreshToken: '' };
  }

  /** @param {string} token */
  give(token) {
    localStorage.setItem(TOKEN, token);
    this.tryAgain();
  }

  tryAgain() {
    this.refused = false;
    this.dispatchEvent(new Event('change'));
  }

  /** The server does not know the token any more. */
  end() {
    if (!this.refused) {
      this.refused = true;
      this.dispatchEvent(new Event('change'));
    }
  }
}
