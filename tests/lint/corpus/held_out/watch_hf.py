from datasets import load_dataset
from transformers import DataCollatorWithPadding, Trainer, TrainingArguments

from mine import collator, model, tokenize

ds = load_dataset("ag_news").map(tokenize, batched=True)
small_train = ds["train"].shuffle(seed=42).select(range(1000))
small_eval = ds["test"].shuffle(seed=42).select(range(1000))
trainer = Trainer(
    model=model,
    args=TrainingArguments("out", num_train_epochs=3, evaluation_strategy="epoch"),
    train_dataset=small_train,
    eval_dataset=small_eval,  # expect: FR102
    data_collator=collator,
)
trainer.train()
