from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, EarlyStoppingCallback, Trainer, TrainingArguments

raw = load_dataset("rotten_tomatoes")
tokenizer = AutoTokenizer.from_pretrained("roberta-base")
enc = raw.map(lambda e: tokenizer(e["text"], truncation=True), batched=True)
pieces = enc["train"].train_test_split(test_size=0.1, seed=42)
train_ds, dev_ds = pieces["train"], pieces["test"]
test_ds = enc["test"]

model = AutoModelForSequenceClassification.from_pretrained("roberta-base")
args = TrainingArguments("ckpt", eval_strategy="steps", eval_steps=100, load_best_model_at_end=True)
trainer = Trainer(model, args, train_dataset=train_ds, eval_dataset=dev_ds, tokenizer=tokenizer, callbacks=[EarlyStoppingCallback(3)])
trainer.train()
print(trainer.evaluate(test_ds, metric_key_prefix="test"))
