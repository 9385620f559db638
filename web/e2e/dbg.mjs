import { chromium } from 'playwright-core'
import { readFileSync } from 'node:fs'
const demo = JSON.parse(readFileSync('/tmp/flow-demo.log','utf8').split('\n').find(l=>l.startsWith('{"origin"')))
const b = await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu','--disable-background-networking']})
const p = await b.newPage({viewport:{width:1280,height:720}})
p.on('pageerror',e=>console.log('ERR',e.stack)); p.on('console',m=>console.log('C',m.text()))
p.on('response',r=>{ if(!/assets/.test(r.url())) console.log(r.status(), r.request().method(), r.url().slice(30).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g,s=>s.slice(0,4)))})
await p.goto(JSON.parse(readFileSync('/tmp/link.json','utf8')).link.replace(':8600',':9211'))
await p.waitForTimeout(1500)
await p.goto(demo.origin+`/projects/${demo.project}/label`)
await p.waitForTimeout(4000)
await p.screenshot({path:'/tmp/dbg1.png'})
console.log(await p.evaluate(()=>[...document.querySelectorAll('[data-whole]')].map(e=>[e.dataset.whole,[...e.querySelectorAll('canvas')].map(c=>c.width+'x'+c.height)])))
  await p.evaluate(() => {
    const kept = { started: 0, paints: [] }
    Object.assign(window, { flow: kept })
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.ctrlKey && event.key === 'Enter' && !event.shiftKey) kept.started = performance.now()
      },
      { capture: true },
    )
    const drawn = (host) => {
      const canvas = host.querySelector('canvas')
      const pen = canvas?.getContext('2d')
      if (!canvas || !pen) return false
      return pen.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3] === 255
    }
    new MutationObserver((all) => {
      for (const { target } of all) {console.log('mut', kept.started);
        if (!(target instanceof Element) || !target.hasAttribute('data-whole') || !kept.started) continue
        const started = kept.started
        kept.started = 0
        requestAnimationFrame(() => {console.log('raf', target.className, target.querySelectorAll('canvas').length);
          if (!drawn(target)) throw new Error('whole, but the middle of the picture is not drawn')
          // The frame's work ends with its paint, which a message waits for.
          const channel = new MessageChannel()
          channel.port1.onmessage = () => kept.paints.push(performance.now() - started)
          channel.port2.postMessage(null)
        })
      }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-whole'] })
  })
console.log('---- submit')
await p.getByRole('radio',{name:/^good/}).check()
await p.waitForTimeout(1500)
await p.keyboard.press('Control+Enter')
await p.waitForTimeout(3000)
console.log(await p.evaluate(()=>[...document.querySelectorAll('[data-whole]')].map(e=>[e.dataset.whole])))
await p.screenshot({path:'/tmp/dbg2.png'})
console.log(await p.evaluate(()=>JSON.stringify(window.flow)))
await b.close()
