const HOUR_MS = 3_600_000;

/**
 * The release of the pages that this browser keeps (sw.js). `change` is dispatched when a newer one
 * is ready; it takes over when asked to, never in the middle of a sale.
 */
export class Release extends EventTarget {
  #reloading = false;
  /** @type {ServiceWorkerRegistration | undefined} */
  #registration;

  /** Whether a newer release is ready. */
  newer = false;

  /** Plain HTTP from another machine has no workers: there the pages need the network. */
  async watch() {
    const { serviceWorker } = navigator;
    if (!serviceWorker) {
      return;
    }
    let controlled = serviceWorker.controller !== null;
    serviceWorker.addEventListener('controllerchange', () => {
      if (this.#reloading) {
        location.reload();
      } else if (controlled) {
        this.#ready(); // another tab let it take over
      }
      controlled = true;
    });
    const registration = await serviceWorker.register('/sw.js', { updateViaCache: 'none' })
        .catch(() => undefined); // this browser was told to have none
    this.#registration = registration;
    if (registration) {
      registration.addEventListener('updatefound', () => this.#follow());
      this.#follow();
      setInterval(() => registration.update().catch(() => undefined), HOUR_MS);
    }
  }

  /** The newer release takes over; the cart and what waits to be sent are on the disk. */
  take() {
    this.#reloading = true;
    const waiting = this.#registration?.waiting;
    if (waiting) {
      waiting.postMessage('take-over');
    } else {
      location.reload();
    }
  }

  #follow() {
    const { waiting, installing } = this.#registration ?? {};
    if (waiting) {
      this.#ready();
    }
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && navigator.serviceWorker.controller) {
        this.#ready();
      }
    });
  }

  #ready() {
    this.newer = true;
    this.dispatchEvent(new Event('change'));
  }
}

/** Of this tab. */
export const release = new Release();
