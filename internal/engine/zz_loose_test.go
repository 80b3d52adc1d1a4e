package engine
import ("testing";"os";"github.com/gwlint/gwlint/rules";"github.com/gwlint/gwlint/schema")
func BenchmarkZLoose(b *testing.B){ list,mods,err:=rules.Load(os.DirFS("/tmp/scratch/rulescopy")); if err!=nil{b.Fatal(err)}; c,err:=compile(mods,map[string][]byte{"model":schema.Text(schema.Model)}); if err!=nil{b.Fatal(err)}
b.Run("compile",func(b *testing.B){for b.Loop(){_,_ = compile(mods,map[string][]byte{"model":schema.Text(schema.Model)})}})
b.Run("loose",func(b *testing.B){for b.Loop(){loose(c)}})
b.Run("names",func(b *testing.B){for b.Loop(){_ = checkNames(list,schema.Text(schema.Model))}})}
