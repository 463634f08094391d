import { describe, expect, it } from '@jest/globals';
import { attributes, external, html } from './html.js';

const HOSTILE = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', "' onfocus='alert(1)' autofocus='", '</td></table><h1>',
  '<a href="javascript:alert(1)">x</a>', '&lt;b&gt;', '<style>*{display:none}</style>', '`${7*7}`', '<!--', ']]>', '<hx-partial hx-target="body">',
];

describe('the markup template', () => {
  it.each(HOSTILE)('shows %s as text, in content and in attribute values', (text) => {
    const content = html`<p>${text}</p>`.toString();
    expect(content).toMatch(/^<p>[^<>"'`]*<\/p>$/);
    const value = html`<input value="${text}">`.toString();
    expect(value).toMatch(/^<input value="[^<>"'`]*">$/);
  });

  it('keeps markup of its own, lists and nothing for absent parts', () => {
    const rows = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${rows}${undefined}${false}${0}</ul>`.toString()).toBe('<ul><li>a</li><li>&lt;b&gt;</li>0</ul>');
  });

  it('makes control characters visible and surrogates whole', () => {
    expect(html`<p>${'a\u0000b\u009Fc\uD800'}</p>`.toString()).toBe('<p>a\uFFFDb\uFFFDc\uFFFD</p>');
  });

  it('encodes what stands in an address and takes only own addresses whole', () => {
    expect(html`<a href="/visits/${'../x?y="'}/z">o</a>`.toString()).toBe('<a href="/visits/..%2Fx%3Fy%3D%22/z">o</a>');
    expect(html`<a href="${'/visits/1'}">o</a>`.toString()).toBe('<a href="/visits/1">o</a>');
    for (const address of ['javascript:alert(1)', 'https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'data:text/html,x', '']) {
      expect(() => html`<a href="${address}">o</a>`).toThrow(TypeError);
    }
  });

  it('links outside over https only', () => {
    expect(html`<a href="${external('https://kela.example/a?b="c')}">o</a>`.toString()).toBe('<a href="https://kela.example/a?b=%22c">o</a>');
    for (const address of ['javascript:alert(1)', 'http://plain.example', 'data:text/html,x', 'not an address', undefined]) expect(external(address)).toBeUndefined();
  });

  it('refuses templates whose holes stand where nothing can be escaped', () => {
    const text = 'x';
    expect(() => html`<script>${text}</script>`).toThrow(TypeError);
    expect(() => html`<style>${text}</style>`).toThrow(TypeError);
    expect(() => html`<p onclick="${text}">`).toThrow(TypeError);
    expect(() => html`<p style="${text}">`).toThrow(TypeError);
    expect(() => html`<p hx-on:click="${text}">`).toThrow(TypeError);
    expect(() => html`<p class=${text}>`).toThrow(TypeError);
    expect(() => html`<p ${text}>`).toThrow(TypeError);
    expect(() => html`<p title="${html`<b>x</b>`}">`).toThrow(TypeError);
  });

  it('knows the place of each hole behind others', () => {
    expect(html`<a class="b ${'>'} c" href="/x/${'a b'}" ${attributes({ id: 'i' })}>${'<'}</a><p>${'"'}</p>`.toString())
      .toBe('<a class="b &gt; c" href="/x/a%20b" id="i">&lt;</a><p>&quot;</p>');
  });

  it('writes attributes that may be absent, and no event attribute', () => {
    expect(attributes({ checked: true, disabled: false, value: '"<', href: '/x', maxlength: 3, id: undefined }).toString())
      .toBe('checked value="&quot;&lt;" href="/x" maxlength="3"');
    expect(() => attributes({ onclick: 'x' })).toThrow(TypeError);
    expect(() => attributes({ 'a b': 'x' })).toThrow(TypeError);
    expect(() => attributes({ href: 'javascript:x' })).toThrow(TypeError);
  });
});
