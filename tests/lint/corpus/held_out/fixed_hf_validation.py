from datasets import load_dataset
from transformers import Trainer, TrainingArguments

ds = load_dataset("glue", "sst2")
args = TrainingArguments("out", load_best_model_at_end=True, metric_for_best_model="accuracy")
trainer = Trainer(model=model, args=args, train_dataset=ds["train"], eval_dataset=ds["validation"])
trainer.train()
print(trainer.predict(ds["test"]).metrics)
