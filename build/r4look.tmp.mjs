import { createReadStream, statSync, existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'
const root='/tmp/r4-fake', out='/work/main/test/.output/screens/configuration/'
const policy="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const types={'.html':'text/html; charset=utf-8','.js':'text/javascript','.css':'text/css','.svg':'image/svg+xml'}
const axe=await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'),'utf8')
const server=createServer((q,r)=>{const p=join(root,normalize(new URL(q.url,'http://l').pathname)); if(!existsSync(p)||!statSync(p).isFile()){r.writeHead(404).end();return} r.writeHead(200,{'content-type':types[extname(p)]??'application/octet-stream','content-security-policy':policy});createReadStream(p).pipe(r)})
await new Promise(f=>server.listen(0,'127.0.0.1',f))
const base=`http://127.0.0.1:${server.address().port}/index.html#/`
const browser=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync']})
await mkdir(out,{recursive:true})
const only=process.argv[2]
const scheme=process.argv[3]??'light'
const size=process.argv[4]==='big'?{width:1920,height:1080}:{width:1280,height:800}
const context=await browser.newContext({colorScheme:scheme,locale:process.env.LOCALE??'en-GB',viewport:size})
const page=await context.newPage()
page.on('console',m=>{if(['error','warning'].includes(m.type()))console.log('console:',m.text())})
page.on('pageerror',e=>console.log('pageerror:',e.stack))
const go=async(h)=>{await page.goto('about:blank');await page.goto(base+h);await page.locator('h1').first().waitFor();await page.waitForTimeout(700)}
const shot=async(n)=>{await page.waitForTimeout(250);await page.screenshot({path:`${out}${n}-${scheme}-${size.width}.png`})}
const check=async(n)=>{await page.evaluate(axe);const v=await page.evaluate(()=>axe.run().then(({violations})=>violations.map(({id,nodes})=>id+': '+nodes.slice(0,4).map(({html,failureSummary})=>html.slice(0,200)+' '+failureSummary.replaceAll('\n',' ')).join('\n   ')))); for(const x of v)console.log(`axe ${n}: ${x}`)}
const steps=await import('/tmp/r4steps.mjs')
try{ await steps.default({page,go,shot,check,only}) } finally { await browser.close(); server.close() }
