import { Counter } from './counter/counter.js';

const app = /** @type {HTMLElement} */ (document.getElementById('app'));

new Counter(app).begin();
