import ts from 'typescript';
const t0=Date.now();
const cpu=()=>Math.round(process.cpuUsage().user/1000);
const cfg=ts.getParsedCommandLineOfConfigFile('tsconfig.json',{noEmit:true},{...ts.sys,onUnRecoverableConfigFileDiagnostic(){}});
const pat=new RegExp(process.argv[2]);
const roots=cfg.fileNames.filter(f=>!/\.spec\.ts$|\/test\//.test(f)&&pat.test(f));
const p=ts.createProgram(roots,cfg.options);
console.log('parsed',roots.length,p.getSourceFiles().length,Date.now()-t0,cpu());
let n=0;
for(const f of p.getSourceFiles()) if(/work\/main\/(libs|apps)\//.test(f.fileName)) n+=p.getSemanticDiagnostics(f).length;
console.log(n,Date.now()-t0,cpu());
const by={};for(const f of p.getSourceFiles()){const m=/node_modules\/((@[^/]+\/)?[^/]+)/.exec(f.fileName);const k=m?m[1]:'own';by[k]=(by[k]??0)+1}
console.log(Object.entries(by).sort((a,b)=>b[1]-a[1]).slice(0,14).join(' '));
