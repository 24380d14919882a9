import { html, render } from 'lit-html';

const app = /** @type {HTMLElement} */ (document.getElementById('app'));

render(html`<main><h1>Comanda</h1></main>`, app);
