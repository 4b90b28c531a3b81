import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { loadInlined } from './lib/data';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app element');
mount(App, { target, props: { loaded: loadInlined(document) } });
